IF _rows > 0 THEN
    RAISE EXCEPTION USING MESSAGE = format({{ said }}, _rows);
END IF;
