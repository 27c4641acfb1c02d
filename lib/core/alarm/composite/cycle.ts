/** The names along which an alarm leads back to itself, first and last the same; nothing when it does not. */
export function cycleFrom(name: string, childrenOf: (alarm: string) => readonly string[]): readonly string[] | undefined {
  const seen = new Set<string>();
  const follow = (alarm: string, path: readonly string[]): readonly string[] | undefined => {
    for (const child of childrenOf(alarm)) {
      if (child === name) return [...path, child];
      if (seen.has(child)) continue;
      seen.add(child);
      const found = follow(child, [...path, child]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow(name, [name]);
}
