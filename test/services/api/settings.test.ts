import { readMigrationSettings, readSettings } from '../../../services/api/src/settings';

const valid = {
  PORT: '8080', STAGE: 'staging', ACCOUNT: '111111111111', RELEASE: 'r1', SERVICE: 'api', DATABASE: 'points', AWS_REGION: 'ap-northeast-2',
  ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/x', LOG_LEVEL: 'info',
  WRITER_HOST: 'proxy', WRITER_PORT: '5432', WRITER_USER: 'points_writer',
  READER_HOSTS: 'replica-1, replica-2', READER_PORT: '5432', READER_USER: 'points_reader',
};

test('the environment of a task becomes settings, each reader with its host', () => {
  expect(readSettings(valid)).toEqual({
    port: 8080, stage: 'staging', account: '111111111111', release: 'r1', service: 'api', region: 'ap-northeast-2', logLevel: 'info',
    database: 'points',
    metadataUri: 'http://169.254.170.2/v4/x',
    writer: { host: 'proxy', port: 5432, user: 'points_writer' },
    readers: [{ host: 'replica-1', port: 5432, user: 'points_reader' }, { host: 'replica-2', port: 5432, user: 'points_reader' }],
  });
});

test('all missing variables are named in one message', () => {
  expect(() => readSettings({})).toThrow(
    'the environment of the task cannot be used: missing: READER_PORT, READER_USER, STAGE, ACCOUNT, RELEASE, AWS_REGION, DATABASE, '
    + 'ECS_CONTAINER_METADATA_URI_V4, SERVICE, LOG_LEVEL, READER_HOSTS, PORT, WRITER_HOST, WRITER_PORT, WRITER_USER',
  );
  expect(() => readMigrationSettings({ ...valid })).toThrow('missing: OWNER_HOST, OWNER_PORT, OWNER_USER');
});

test.each([
  [{ PORT: '80a' }, 'PORT must be a port number, got "80a"'],
  [{ WRITER_PORT: '70000' }, 'WRITER_PORT must be a port number, got 70000'],
  [{ ACCOUNT: '11' }, 'ACCOUNT must be an account number of 12 digits, got "11"'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, got "loud"'],
  [{ STAGE: '', RELEASE: ' ' }, 'missing: STAGE; RELEASE must be a text, got " "'],
])('%j is refused with what must hold', (difference, message) => {
  expect(() => readSettings({ ...valid, ...difference })).toThrow(`the environment of the task cannot be used: ${message}`);
});
