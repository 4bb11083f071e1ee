{#- Stops at rows of `table` that are alike in `names`, or in `keys` where those are converted; `covered` says which rows count. -#}
{% set alike %}{% if keys is defined %}{{ keys }}{% else %}{{ names | idents }}{% endif %}{% endset %}
SELECT count(*) INTO _rows FROM (
    SELECT FROM {{ table | ident }}{% if covered is not none %} WHERE {{ covered }}{% endif %}

     GROUP BY {{ alike }} HAVING count(*) > 1) AS repeated;
{% set condition %}{% if covered is not none %}{{ covered }} AND {% endif %}{% if names | length > 1 %}({{ alike }}){% else %}{{ alike }}{% endif %}{% endset %}
{% set source %}{{ table | rows_before(undone, condition) }}{% endset %}
{% set rows %}{{ source }} WHERE {{ condition }} IN (SELECT {{ alike }} FROM {{ source }}{% if covered is not none %} WHERE {{ covered }}{% endif %} GROUP BY {{ alike }} HAVING count(*) > 1) ORDER BY {{ alike }}{% endset %}
{% with said = (table, names | join(", ")) | message("%s cannot become unique over %s: %%s values are there more than once") %}{% include "_stop_at_rows.sql" %}{% endwith %}
