ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ constraint_name | ident }}
    FOREIGN KEY ({{ key.columns | idents }}) REFERENCES {{ key.referenced_table | ident }} ({{ key.referenced_columns | idents }}){{ key | match_of_key }}
    ON DELETE {{ key.on_delete | action }}{{ key | columns_set_on_delete }} ON UPDATE {{ key.on_update | action }}{{ key | foreign_key_attributes(is_validated_later) }};
