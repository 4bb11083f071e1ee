SELECT count(*) INTO _rows FROM (
    SELECT FROM {{ table | ident }}{% if covered is not none %} WHERE {{ covered }}{% endif %}

     GROUP BY {{ names | idents }} HAVING count(*) > 1) AS repeated;
IF _rows > 0 THEN
    RAISE EXCEPTION USING MESSAGE = format({{ (table, names | join(", ")) | message("%s cannot become unique over %s: %%s values are there more than once") }}, _rows);
END IF;
