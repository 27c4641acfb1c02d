import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Stage } from '../../lib/config/stage';
import { type OfferedService, stageApp } from '../../lib/stacks/stage-app';
import { anApp, stageProps, stages, synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only, textsIn } from './support/template';

const templates = synthesize();
const api = templates['production-Api'] as CfnTemplate;

const fingerprint = topologyOf((templates['production-ApiRelease'] as CfnTemplate).Resources);
const parameters = ofType(api, 'AWS::SSM::Parameter');

describe('the snapshot of a topology', () => {
  const snapshot = parameters.filter(({ Properties }) => Properties['Name'].includes(fingerprint));

  test('holds what releases have to know, each value under the fingerprint', () => {
    expect(snapshot.map(({ Properties }) => Properties['Name'].split('/').at(-1)).sort()).toEqual([
      'executionRoleArn', 'logGroup', 'migrationRoleArn', 'ownerHost', 'ownerPort',
      'readerHosts', 'readerPort', 'taskRoleArn', 'writerHost', 'writerPort',
    ]);
    const path = `/changeover/production/api/topology/${fingerprint}/`;
    for (const { Properties } of snapshot) expect(Properties['Name'].startsWith(path)).toBe(true);
  });

  test('has every value that a release reads', () => {
    const read = Object.values((templates['production-ApiRelease'] as CfnTemplate).Parameters ?? {}).map(({ Default }) => Default);
    const written = snapshot.map(({ Properties }) => Properties['Name'] as string);
    expect(written).toEqual(expect.arrayContaining(read.filter((path) => path?.startsWith('/changeover/'))));
  });

  test('stays when the next one is made, unless its own creation fails', () => {
    for (const { id, DeletionPolicy, UpdateReplacePolicy } of snapshot) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
      expect(id).toContain(fingerprint);
    }
  });

  test('sends writes to the proxy, reads to replicas, and migrations to the primary', () => {
    const parameter = (key: string) => snapshot.find(({ Properties }) => Properties['Name'].endsWith(`/${key}`));
    const value = (key: string) => textsIn(parameter(key)?.Properties['Value']).join();
    expect(value('writerHost')).toMatch(/WriterProxy.*Endpoint/);
    expect(value('readerHosts')).toMatch(/PostgresReplica1.*EndpointAddress/);
    expect(value('ownerHost')).toMatch(/PostgresPrimary.*EndpointAddress/);
  });
});

test('the fingerprint is known to the current parameter, to the function that checks it, and to the release', () => {
  expect(fingerprint).toMatch(/^[0-9a-f]{12}$/);
  expect(parameters.find(({ Properties }) => Properties['Name'].endsWith('/current'))?.Properties['Value']).toBe(fingerprint);
  expect(only(api, 'AWS::Lambda::Function', 'Releases').Properties['Environment']['Variables']['TOPOLOGY']).toBe(fingerprint);
});

test.each([
  ['network', (stage: Stage) => ({ ...stage, network: { ...stage.network, natGateways: 2 } })],
  ['database', (stage: Stage) => ({ ...stage, database: { ...stage.database, maxStorageGiB: 900 } })],
  ['service', (stage: Stage) => ({ ...stage, service: { ...stage.service, maxTasks: 13 } })],
  ['edition', (stage: Stage) => ({ ...stage, topology: { ...stage.topology, edition: 2 } })],
])('another %s is another topology', (_, change) => {
  expect(fingerprintWith(change)).not.toBe(fingerprintWith((stage) => stage));
});

test('another release is the same topology', () => {
  const release = { workload: { release: 'local-1', directory: 'workload.1', sha256: '1' }, imageReference: ':local-1' };
  expect(fingerprintWith((stage) => stage, release)).toBe(fingerprintWith((stage) => stage));
});

test('the same sources make the same templates, to the byte', () => {
  expect(JSON.stringify(synthesize())).toBe(JSON.stringify(templates));
});

/** The fingerprint of production, changed, without synthesizing the rest. */
function fingerprintWith(change: (stage: Stage) => Stage, release: Partial<OfferedService> = {}): string {
  const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-topology-'));
  try {
    const [, production] = stages();
    const props = stageProps(change(production as Stage));
    const { apiRelease } = stageApp(anApp(outdir), { ...props, api: { ...props.api, ...release } });
    return topologyOf(apiRelease.renderedResources() as CfnTemplate['Resources']);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function topologyOf(resources: CfnTemplate['Resources']): string {
  return resources['Deployment']?.Properties['Topology'] as string;
}
