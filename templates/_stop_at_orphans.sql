{#- PostgreSQL's own error names one value; the row may hold what nobody else is to see. -#}
BEGIN
{{ statement | indented }}{#- -#}
EXCEPTION WHEN foreign_key_violation THEN
    RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = SQLERRM,
        HINT = {{ key | orphans(table, undone) | hint_of_rows }};
END;
