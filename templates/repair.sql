-- Repair:    {{ target | comment }}
-- Purpose:   Bring a database in any partial state to the schema. No row and no column is dropped, and what the schema
--            does not know stays. What only people can fix is named, and nothing is changed.
-- Run with:  psql -v ON_ERROR_STOP=1 -f, as often as you like
-- Schema:    {{ fingerprint | comment }}
-- Written:   by refract, from the schema; an edit would be lost

{{ body }}
