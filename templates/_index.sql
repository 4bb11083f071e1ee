CREATE {% if index.is_unique %}UNIQUE {% endif %}INDEX {% if is_concurrent %}CONCURRENTLY {% endif %}IF NOT EXISTS {{ index_name | ident }}
    ON {{ table | ident }}{{ index | index_definition }};
