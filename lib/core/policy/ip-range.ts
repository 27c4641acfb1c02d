/** Whether an IPv4 address lies in a block such as `10.0.0.0/16`, or is the address itself. Nothing for what is neither. */
export function isWithin(block: string, address: string): boolean | undefined {
  const [start = '', length = '32'] = block.split('/');
  const [low, one, bits] = [asNumber(start), asNumber(address), Number(length)];
  if (low === undefined || one === undefined || !/^\d{1,2}$/.test(length) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return Math.floor(low / size) === Math.floor(one / size);
}

function asNumber(address: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined;
  const bytes = address.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined;
}
