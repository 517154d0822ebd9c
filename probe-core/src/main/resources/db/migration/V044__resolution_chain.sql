-- cnames: the names it is an alias of, in the order of the chain, joined by '|'.
ALTER TABLE resolution ADD COLUMN IF NOT EXISTS cnames TEXT NOT NULL DEFAULT '';
