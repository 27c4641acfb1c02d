/**
 * Makes a function believe the certificate of a database instance, which is signed by an authority of RDS.
 *
 * Lambda has these authorities in a file, and since Node 20 loads it only when told:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export const trustRds = { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } as const;
