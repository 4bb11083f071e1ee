{#- How an extension is found in pg_extension. -#}
extname = {{ extension_name }}