{% if before.schema == new.schema %}
ALTER {{ what }} {{ before | ident }} RENAME TO {{ new.name | ident }};
{% elif before.name == new.name %}
ALTER {{ what }} {{ before | ident }} SET SCHEMA {{ new.schema | ident }};
{% elif is_renamed_first %}
ALTER {{ what }} {{ before | ident }} RENAME TO {{ new.name | ident }};
ALTER {{ what }} {{ before.schema | ident }}.{{ new.name | ident }} SET SCHEMA {{ new.schema | ident }};
{% else %}
ALTER {{ what }} {{ before | ident }} SET SCHEMA {{ new.schema | ident }};
ALTER {{ what }} {{ new.schema | ident }}.{{ before.name | ident }} RENAME TO {{ new.name | ident }};
{% endif %}
