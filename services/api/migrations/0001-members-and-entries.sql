-- The member's row carries the balance and is what a movement locks.
create table points.members (
  shop_id text not null,
  member_id text not null,
  balance bigint not null check (balance >= 0),
  primary key (shop_id, member_id)
);

-- The books. `balance` is the member's right after the entry, so that a repeated request gets its first answer.
create table points.entries (
  entry_id bigint generated always as identity primary key,
  shop_id text not null,
  member_id text not null,
  movement text not null check (movement in ('earn', 'use')),
  points integer not null check (points > 0),
  balance bigint not null check (balance >= 0),
  idempotency_key text not null,
  release text not null,
  recorded_at timestamptz not null,
  foreign key (shop_id, member_id) references points.members,
  constraint entries_key_once unique (shop_id, member_id, idempotency_key)
);

create index entries_by_member on points.entries (shop_id, member_id, entry_id);

-- Every role of the service may read new tables by default. Entries are only ever added; of members only balances change.
grant insert on points.entries, points.members to points_writer;
grant update (balance) on points.members to points_writer;
