import { textsOf } from '../fields';
import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf, type Place } from '../place';

/** The ARN of a parameter has one slash before its name, whether the name begins with one or not. */
const parameterArn = (place: Place, reference: unknown): string => {
  const name = String(reference);
  return name.startsWith('arn:') ? name : arnOf('ssm', place, `parameter/${name.replace(/^\//, '').replace(/:\d+$/, '').replace(/\/$/, '')}`);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const parameterAccess: AccessTable = {
  GetParameter: ({ Name }, place) => [need('ssm:GetParameter', parameterArn(place, Name))],
  GetParameters: ({ Names }, place) => textsOf(Names).map((name) => need('ssm:GetParameters', parameterArn(place, name))),
  GetParametersByPath: ({ Path }, place) => [need('ssm:GetParametersByPath', parameterArn(place, Path))],
  PutParameter: ({ Name }, place) => [need('ssm:PutParameter', parameterArn(place, Name))],
};
