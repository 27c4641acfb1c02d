import { invalid, readItem, type AttributeValue } from './value';

type Fields = Readonly<Record<string, unknown>>;

/** The words of an expression, one after another, with what its placeholders stand for. */
export class Words {
  private readonly words: readonly string[];
  private at = 0;
  private readonly unused: Set<string>;
  private readonly names: Readonly<Record<string, string>>;
  private readonly values: Readonly<Record<string, AttributeValue>>;

  /** `used` collects the placeholders of all expressions of one request: one that none of them uses is an error. */
  constructor(private readonly kind: string, expression: string, { ExpressionAttributeNames, ExpressionAttributeValues }: Fields, unused: Set<string>) {
    this.names = (ExpressionAttributeNames ?? {}) as Record<string, string>;
    this.values = readItem(ExpressionAttributeValues ?? {});
    this.unused = unused;
    this.words = expression.match(/[#:]?[A-Za-z0-9_]+|<>|<=|>=|[=<>(),+-]|\S/g) ?? [];
    if (this.words.length === 0) this.fail('The expression can not be empty;');
  }

  peek(): string | undefined {
    return this.words[this.at];
  }

  /** Keywords are taken in any case. */
  takes(...wanted: readonly string[]): string | undefined {
    const found = wanted.find((word) => word.toUpperCase() === this.peek()?.toUpperCase());
    if (found !== undefined) this.at += 1;
    return found;
  }

  expect(word: string): void {
    if (this.takes(word) === undefined) this.unexpected();
  }

  next(): string {
    const word = this.peek() ?? this.unexpected();
    this.at += 1;
    return word;
  }

  /** A top-level attribute. */
  path(): string {
    const word = this.next();
    if (word.startsWith('#')) {
      this.unused.delete(word);
      const name = this.names[word] ?? this.fail(`An expression attribute name used in the document path is not defined; attribute name: ${word}`);
      return this.topLevel(name);
    }
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word) ? this.topLevel(word) : this.unexpected(word);
  }

  value(): AttributeValue {
    const word = this.next();
    this.unused.delete(word);
    return this.values[word] ?? this.fail(`An expression attribute value used in expression is not defined; attribute value: ${word}`);
  }

  end(): void {
    if (this.peek() !== undefined) this.unexpected();
  }

  unexpected(word = this.peek() ?? '<EOF>'): never {
    return this.fail(`Syntax error; token: "${word}"`);
  }

  fail(why: string): never {
    return invalid(`Invalid ${this.kind}: ${why}`);
  }

  private topLevel(name: string): string {
    if (this.peek() === '.' || this.peek() === '[') return this.fail(`the region reaches top-level attributes only, got a path below ${name}`);
    return name;
  }
}

/** Every placeholder of a request. @throws ServiceError after `read` for those that nothing has used */
export function withPlaceholders<T>(input: Fields, read: (unused: Set<string>) => T): T {
  const unused = new Set([...Object.keys((input['ExpressionAttributeNames'] ?? {}) as object), ...Object.keys((input['ExpressionAttributeValues'] ?? {}) as object)]);
  const result = read(unused);
  if (unused.size > 0) invalid(`Value provided in ExpressionAttributeNames or ExpressionAttributeValues unused in expressions: keys: {${[...unused].join(', ')}}`);
  return result;
}
