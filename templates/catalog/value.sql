{#- How a value of an enum type is found in pg_enum, or several. -#}
enumtypid = {{ type }} AND enumlabel {% if labels is defined %}IN ({{ labels }}){% else %}= {{ label }}{% endif %}