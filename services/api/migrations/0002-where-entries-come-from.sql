-- The account that the writing task ran in, as its platform says; null for entries from before. The release does not tell
-- environments apart, for the same one runs in each. So entries that landed in the wrong database can be told from its own.
alter table points.entries add column account text;

-- Entries that were brought here from another database, in which they had landed by mistake. Each is brought once.
create table points.arrivals (
  entry_id bigint primary key references points.entries,
  from_stage text not null,
  from_account text not null,
  from_entry_id bigint not null,
  brought_at timestamptz not null,
  brought_by text not null,
  constraint arrivals_once unique (from_account, from_stage, from_entry_id)
);

-- Entries that count in another database's books. They stay where they are as evidence: nothing is ever taken out of books.
-- `found`: the other database had the movement already, because the till had sent it again.
create table points.departures (
  entry_id bigint primary key references points.entries,
  to_stage text not null,
  to_account text not null,
  to_entry_id bigint not null,
  how text not null check (how in ('replayed', 'found')),
  recorded_at timestamptz not null,
  recorded_by text not null
);

-- Entries are only ever added, and so are these.
grant insert on points.arrivals, points.departures to points_writer;
