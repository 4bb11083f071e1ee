CREATE {% if index.is_unique %}UNIQUE {% endif %}INDEX IF NOT EXISTS {{ index_name | ident }}
    ON {{ table | ident }}{{ index | index_definition }};
