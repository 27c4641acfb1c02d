import { isIPv4 } from 'node:net';
import { invalid } from './arguments';

/**
 * The first `count` blocks inside `block`, each with `bits` bits for its addresses: `Fn::Cidr` for IPv4.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, bits: number): readonly string[] {
  const [address = '', mask = ''] = block.split('/');
  const prefix = Number(mask);
  if (!isIPv4(address) || mask === '' || !Number.isInteger(prefix) || prefix > 32) return invalid(`Template error: Fn::Cidr takes an IPv4 block here, got ${block}`);
  if (!Number.isInteger(count) || count < 1 || count > 256) return invalid(`Template error: Fn::Cidr takes a count from 1 to 256, got ${count}`);
  if (!Number.isInteger(bits) || bits < 0 || bits > 32) return invalid(`Template error: Fn::Cidr takes from 0 to 32 bits, got ${bits}`);
  const size = 2 ** bits;
  const whole = 2 ** (32 - prefix);
  if (count * size > whole) return invalid(`Template error: Fn::Cidr cannot take ${count} blocks of ${bits} bits from ${block}`);
  const start = Math.floor(toNumber(address) / whole) * whole;
  return Array.from({ length: count }, (_, index) => `${toAddress(start + index * size)}/${32 - bits}`);
}

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
