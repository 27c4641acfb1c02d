import type { ParameterType } from './parameter-type';
import type { ParameterDefinition } from './template';

/**
 * Why a value may not be given to a parameter; nothing when it may.
 *
 * What is tested is what was given: of a parameter of an SSM type its name in the parameter store. Of a list each item is tested.
 */
export function constraintBroken(name: string, given: string, { list, numeric }: ParameterType, definition: ParameterDefinition): string | undefined {
  const items = list ? given.split(',').map((item) => item.trim()) : [given];
  for (const item of items) {
    const broken = numeric ? numberBroken(name, item, definition) : lengthBroken(name, item, definition);
    const wrong = broken ?? choiceBroken(name, item, definition) ?? patternBroken(name, item, definition);
    if (wrong === undefined) continue;
    const { ConstraintDescription } = definition;
    return ConstraintDescription === undefined ? wrong : `Parameter ${name} failed to satisfy constraint: ${ConstraintDescription}`;
  }
  return undefined;
}

function numberBroken(name: string, item: string, { MinValue, MaxValue }: ParameterDefinition): string | undefined {
  const value = Number(item);
  if (item === '' || !Number.isFinite(value)) return `Parameter '${name}' must be a number`;
  if (MinValue !== undefined && value < Number(MinValue)) return `Parameter '${name}' must be a number not less than ${MinValue}`;
  return MaxValue !== undefined && value > Number(MaxValue) ? `Parameter '${name}' must be a number not greater than ${MaxValue}` : undefined;
}

function lengthBroken(name: string, item: string, { MinLength, MaxLength }: ParameterDefinition): string | undefined {
  if (MinLength !== undefined && item.length < Number(MinLength)) return `Parameter '${name}' must contain at least ${MinLength} characters`;
  return MaxLength !== undefined && item.length > Number(MaxLength) ? `Parameter '${name}' must contain at most ${MaxLength} characters` : undefined;
}

const choiceBroken = (name: string, item: string, { AllowedValues }: ParameterDefinition): string | undefined =>
  (AllowedValues === undefined || AllowedValues.map(String).includes(item) ? undefined : `Parameter '${name}' must be one of AllowedValues`);

/** The pattern has to match the whole value. */
const patternBroken = (name: string, item: string, { AllowedPattern }: ParameterDefinition): string | undefined =>
  (AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(item) ? undefined : `Parameter '${name}' must match pattern ${AllowedPattern}`);
