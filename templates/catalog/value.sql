{#- How a value of an enum type is found in pg_enum. -#}
enumtypid = {{ type }} AND enumlabel = {{ label }}