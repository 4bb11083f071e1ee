IF _rows > 0 THEN
    RAISE EXCEPTION USING MESSAGE = format({{ said }}, _rows),
        HINT = {{ rows | hint_of_rows }};
END IF;
