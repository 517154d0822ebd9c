-- failures: answers in a row without an address; each doubles the time to the next question.
ALTER TABLE name ADD COLUMN IF NOT EXISTS failures INT NOT NULL DEFAULT 0;
