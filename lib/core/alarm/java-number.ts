/**
 * A number as CloudWatch writes it in reasons, which is Java's `Double.toString`: always with a decimal point, and with an
 * exponent from 10 million up and below a thousandth ("20000.0", "1.6E10", "5.0E-4").
 */
export function javaNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${withPoint(digits)}E${Number(exponent)}`;
  }
  return withPoint(String(value));
}

const withPoint = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);
