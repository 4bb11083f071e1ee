SELECT count(*) INTO _rows FROM (
    SELECT FROM {{ table | ident }}{% if covered is not none %} WHERE {{ covered }}{% endif %}

     GROUP BY {% if keys is defined %}{{ keys }}{% else %}{{ names | idents }}{% endif %} HAVING count(*) > 1) AS repeated;
{% with said = (table, names | join(", ")) | message("%s cannot become unique over %s: %%s values are there more than once") %}{% include "_stop_at_rows.sql" %}{% endwith %}
