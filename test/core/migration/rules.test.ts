import { migrationRules } from '../../../lib/core/migration/rules';
import { checkMigrations } from '../../../lib/core/migration/check-migrations';
import { parseMigration } from '../../../lib/edge/migration/parse-migration';

/** What comes out for files that are applied one after the other, each as `rule: what was found`. */
async function found(...files: readonly string[]): Promise<readonly string[]> {
  const parsed = await Promise.all(files.map((sql, at) => parseMigration(`000${at + 1}.sql`, sql)));
  return checkMigrations(parsed.map((one) => {
    if (!one.ok) throw new Error(one.problems.map(({ path, message }) => `${path} ${message}`).join('\n'));
    return one.value;
  })).map(({ message }) => /^(.*?) \(([a-z-]+)\): /.exec(message)).map((match) => `${match?.[2]}: ${match?.[1]}`);
}

const ALONE = '-- changeover: alone\n';
const CONTRACT = '-- changeover: contract, since 2026-11-23-3f9c0d1e2b4a\n';

/** For each rule what it finds, and what it lets through. */
const examples: Readonly<Record<string, { readonly fails: readonly (readonly [string, string])[]; readonly passes: readonly (readonly string[])[] }>> = {
  'index-is-built-aside': {
    fails: [['create index i on points.t (a)', 'builds the index i on points.t'], ['reindex table t', 'rebuilds an index'], ['drop index i', 'drops an index']],
    passes: [['create table t (a int); create index i on t (a)'], [`${ALONE}create index concurrently if not exists i on t (a)`], [`${ALONE}reindex index concurrently i`], [`${ALONE}drop index concurrently if exists i`]],
  },
  'aside-stands-alone': {
    fails: [
      ['create index concurrently if not exists i on t (a)', 'works CONCURRENTLY in a transaction of the runner'], [`${ALONE}create index concurrently i on t (a)`, 'fails when it is begun again'],
      [`${ALONE}drop index concurrently if exists i; create index concurrently if not exists i on t (a)`, 'works CONCURRENTLY beside other statements'],
      [`${ALONE}alter table t add column a int`, 'stands in a migration that runs without a transaction, and needs one'],
    ],
    passes: [[`${ALONE}-- why\ncreate index concurrently if not exists i on t (a)`]],
  },
  'added-column-is-cheap': {
    fails: [
      ['alter table t add column a double precision default random()', 'adds t.a with a default that random() computes for each row'], ['alter table t add a bigserial', 'adds t.a with the type bigserial, which numbers every row'],
      ['alter table t add a uuid default coalesce(null, gen_random_uuid())', 'adds t.a with a default that gen_random_uuid() computes for each row'],
      ['alter table t add a int generated always as identity', 'adds t.a with an identity, which numbers every row'], ['alter table t add a int generated always as (b * 2) stored', 'adds t.a with a value that is computed and stored for each row'],
      ['alter table t add a int check (a > 0)', 'adds t.a with a constraint that every row is checked against'], ['alter table t add a int default 1 references u', 'adds t.a with a reference that the default of every row is checked for'],
    ],
    passes: [['alter table t add column a int'], [`alter table t add a int not null default 5, add b text default 'x'::text`], ['alter table t add a timestamptz default now()'], ['alter table t add a timestamptz default current_timestamp'],
      ['alter table t add a int generated always as (b * 2) virtual'], ['alter table t add a int references u'], ['create table t (); alter table t add a bigserial']],
  },
  'not-null-is-proven': {
    fails: [['alter table t alter a set not null', 'sets t.a to NOT NULL before anything proves it']],
    passes: [
      [`${CONTRACT}alter table t add constraint c check (a is not null) not valid`, 'alter table t validate constraint c', `${CONTRACT}alter table t alter a set not null`],
      [`${CONTRACT}alter table t add constraint c not null a not valid`, `${CONTRACT}alter table t validate constraint c; alter table t alter a set not null`],
    ],
  },
  'constraint-is-checked-later': {
    fails: [
      ['alter table t add constraint c check (a > 0)', 'adds the constraint c to t'], ['alter table t add foreign key (a) references u', 'adds the constraint without a name to t'],
      ['alter table t add constraint u unique (a)', 'adds the constraint u to t'], ['alter table t add constraint e exclude using gist (a with &&)', 'adds the constraint e to t'],
    ],
    passes: [[`${CONTRACT}alter table t add constraint c check (a > 0) not valid`], ['alter table t add constraint u unique using index i'], ['create table t (a int); alter table t add unique (a)']],
  },
  'constraint-is-checked-apart': {
    fails: [['alter table t add constraint c check (a > 0) not valid; alter table t validate constraint c', 'validates c of t in the transaction that adds it']],
    passes: [[`${CONTRACT}alter table t add constraint c check (a > 0) not valid`, 'alter table t validate constraint c']],
  },
  'type-stays': { fails: [['alter table s.t alter a type bigint', 'changes the type of s.t.a']], passes: [['create table t (a int); alter table t alter a type bigint']] },
  'table-is-not-rewritten': {
    fails: [['vacuum full t', 'vacuums or analyses, which is no step of a schema'], ['cluster t using i', 'orders t by an index'], ['alter table t set tablespace x', 'moves t'], ['refresh materialized view v', 'fills v while nobody can read it']],
    passes: [['refresh materialized view concurrently v'], ['alter table t set (fillfactor = 70)']],
  },
  'table-is-not-locked': { fails: [['lock table t, u in share mode', 'locks t, u']], passes: [['select 1']] },
  'session-is-the-runners': { fails: [['set lock_timeout = 0', 'sets lock_timeout'], ['begin', 'begins or ends a transaction'], ['commit', 'begins or ends a transaction'], ['reset all', 'sets every setting']], passes: [['select 1']] },
  'rows-are-changed-in-batches': {
    fails: [['update t set a = 1', 'changes every row of t'], ['delete from t', 'deletes every row of t']],
    passes: [['update t set a = 1 where id = 7'], ['create table t (a int); insert into t values (1); update t set a = 2']],
  },
  'statement-is-known': {
    fails: [['do $$ begin execute \'drop table t\'; end $$', 'is a DoStmt, which no rule knows'], ['alter table t disable trigger all', 'alters t by AT_DisableTrigAll, which no rule knows']],
    passes: [["comment on table t is 'x'"], ['create schema s'], ["create type e as enum ('a')"], ["alter type e add value 'b'"]],
  },
  'nothing-is-dropped': {
    fails: [
      ['drop table points.t, u', 'drops the table points.t'], ['alter table t drop column a', 'drops the column a of t'], ['alter table t drop constraint c', 'drops the constraint c of t'], ['drop schema s', 'drops the schema s'],
      ['drop function s.f(int)', 'drops the function s.f'], ['drop view v', 'drops the view v'], ['drop type e', 'drops the type e'], ['truncate t', 'empties t'], ['alter table t alter a drop not null', 'drops the NOT NULL of a of t'],
    ],
    passes: [[`${CONTRACT}drop table t`], ['create table t (a int, b int); alter table t drop column b']],
  },
  'nothing-is-renamed': {
    fails: [['alter table t rename a to b', 'renames t.a to b'], ['alter index i rename to j', 'renames i to j'], ['alter table t rename constraint c to d', 'renames t.c to d'], ['alter table t rename to u', 'renames t to u'], ['alter schema s rename to u', 'renames s to u'], ['alter table t set schema u', 'moves t to the schema u'], [`alter type e rename value 'a' to 'b'`, 'renames the value a']],
    passes: [['create table t (a int); alter table t rename a to b'], [`${CONTRACT}alter table t rename a to b`]],
  },
  'nothing-is-replaced': {
    fails: [["create or replace function f() returns int language sql as 'select 1'", 'replaces the function f'], ['create or replace view s.v as select 1', 'replaces the view s.v']],
    passes: [["create function f() returns int language sql as 'select 1'"], ['create view v as select 1']],
  },
  'default-stays': { fails: [['alter table t alter a drop default', 'drops the default of t.a']], passes: [['alter table t alter a set default 1']] },
  'grants-stay': {
    fails: [['revoke insert on points.t from points_writer', 'revokes rights on points.t'], ['alter default privileges in schema s revoke select on tables from r', 'revokes default rights'], ['alter table t owner to x', 'gives t to another owner'], ['alter function f() owner to x', 'gives something to another owner']],
    passes: [['grant insert on points.t to points_writer'], ['alter default privileges in schema s grant select on tables to r']],
  },
  'added-column-can-be-left-out': { fails: [['alter table t add a int not null', 'adds t.a as NOT NULL without a default']], passes: [['alter table t add a int not null default 1']] },
  'nothing-new-is-forbidden': {
    fails: [
      [`${ALONE}create unique index concurrently if not exists i on t (a)`, 'allows equal values in t no more'], ['alter table t add constraint c check (a > 0) not valid', 'adds the constraint c to t'],
      ['create trigger x before insert on t for each row execute function f()', 'adds the trigger x to t'], ['alter table t enable row level security', 'hides rows of t'], ['create policy p on t', 'adds the policy p to t'],
    ],
    passes: [[`${CONTRACT}${ALONE}create unique index concurrently if not exists i on t (a)`], ['alter table t add constraint u unique using index i']],
  },
};

test('every rule has an example that fails and one that passes', () => {
  expect(migrationRules.map(({ name }) => name).sort()).toEqual(Object.keys(examples).sort());
});

describe.each(migrationRules)('$name', ({ name, harm, source }) => {
  const { fails, passes } = examples[name] as (typeof examples)[string];
  test.each(fails)('finds what is wrong with: %s', async (sql, what) => {
    expect(await found(sql)).toContain(`${name}: ${what}`);
    if (harm === 'breaks') expect(await found(`${CONTRACT}${sql}`)).not.toContain(`${name}: ${what}`);
    else expect(await found(`${CONTRACT}${sql}`)).toContain(`${name}: ${what}`);
  });
  test.each(passes.map((files) => [files]))('lets through: %j', async (files) => {
    expect(await found(...files)).toEqual([]);
  });
  test('says where PostgreSQL says so', () => expect(source).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/18\/[a-z-]+\.html(#[A-Z-]+)?$/));
});

test('a constraint that is dropped proves nothing any more', async () => {
  expect(await found(`${CONTRACT}alter table t add constraint c check (a is not null) not valid`, 'alter table t validate constraint c', `${CONTRACT}alter table t drop constraint c; alter table t alter a set not null`))
    .toEqual(['not-null-is-proven: sets t.a to NOT NULL before anything proves it']);
});
