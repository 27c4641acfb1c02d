import { dice } from '../../../lib/core/chance';
import { Permissions } from '../../../lib/region/iam/permissions';
import { ServiceRoles } from '../../../lib/region/iam/service-roles';
import { identifiers } from '../../../lib/region/identifiers';
import type { Functions } from '../../../lib/region/lambda/functions';
import { functionResources } from '../../../lib/region/lambda/resources';
import { LogStore } from '../../../lib/region/logs/log-store';
import { Objects } from '../../../lib/region/s3/objects';
import { making } from '../support/made';

test('an object lies where it was put, under its bucket and key only', () => {
  const objects = new Objects('nowhere');
  objects.put('assets', 'a.zip', '/here');
  expect([objects.pathOf('assets', 'a.zip'), objects.pathOf('assets', 'b.zip'), objects.pathOf('other', 'a.zip')]).toEqual(['/here', undefined, undefined]);
});

test('a function whose bundle nobody has uploaded is refused as Lambda refuses it', async () => {
  const functions = { definitions: new Map(), define: jest.fn() } as unknown as Functions;
  const resources = making(functionResources(functions, new Objects('nowhere'), new LogStore(() => undefined), identifiers(dice(1)), new ServiceRoles(new Permissions())));
  await expect(resources.create('Function', { Runtime: 'nodejs22.x', Code: { S3Bucket: 'assets', S3Key: 'gone.zip' }, Handler: 'index.handler', Role: 'arn' }))
    .rejects.toMatchObject({ code: 'InvalidParameterValueException', message: 'Error occurred while GetObject. S3 Error Code: NoSuchKey (assets/gone.zip)' });
});
