import { jsonPattern } from './json-pattern';
import { invalid, type FilterPattern } from './pattern';
import { termPattern } from './term-pattern';

/**
 * A pattern of terms or a JSON pattern, ready to be asked.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws ServiceError `InvalidParameterException` for what the service refuses, and for what the region does not know
 */
export function filterPattern(pattern: string): FilterPattern {
  const trimmed = pattern.trim();
  if (trimmed.length > 1024) return invalid('Invalid metric filter pattern: it has more than 1024 characters');
  if (trimmed.includes('%')) return invalid('the region does not know regular expressions (%...%) in filter patterns');
  if (trimmed.startsWith('[')) return invalid('the region does not know space-delimited patterns ([...])');
  return trimmed.startsWith('{') ? jsonPattern(trimmed) : termPattern(trimmed);
}
