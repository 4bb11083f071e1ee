{#- Adds a foreign key; where rows that are there are held to it, the error tells how to find those that refer to nothing. -#}
{% if form == "_guarded.sql" and not is_on_new_table and not is_validated_later and key | looks_at_rows %}
{% set statement %}{% include "_foreign_key.sql" %}{% endset %}
{% include "_stop_at_orphans.sql" %}
{% else %}
{% include "_foreign_key.sql" %}
{% endif %}
