-- What the column said before it held words: 1 for work tied to a chain, 0 for anything weaker.
UPDATE observation
SET coin_confidence = IF(coin_confidence = '1', 'EXPLICIT', 'HEIGHT')
WHERE coin_confidence IN ('0', '1');
