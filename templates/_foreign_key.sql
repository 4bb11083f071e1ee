ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ constraint_name | ident }}
    FOREIGN KEY ({{ key.columns | idents }}) REFERENCES {{ key.referenced_table | ident }} ({{ key.referenced_columns | idents }})
    ON DELETE {{ key.on_delete | action }} ON UPDATE {{ key.on_update | action }}{% if is_validated_later %} NOT VALID{% endif %};
