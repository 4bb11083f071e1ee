SELECT count(*) INTO _rows FROM (
    SELECT FROM {{ table | ident }} WHERE {{ index | rows_of_unique }}
     GROUP BY {{ index.columns | map(attribute="name") | list | idents }} HAVING count(*) > 1) AS repeated;
{% with said = (table, index.columns | map(attribute="name") | join(", ")) | message("%s cannot become unique over %s: %%s values are there more than once") %}{% include "_stop_at_rows.sql" %}{% endwith %}
