{% if dependents is defined %}
{% for object in dependents.recreated %}
{% if object.kind in ["view", "materialized_view", "function", "domain", "type"] and form == "_guarded.sql" %}
PERFORM set_config({% include "catalog/rights_kept.sql" %}, {% filter continued(8) %}{% include "catalog/rights.sql" %}{% endfilter %}, true)
   FROM {% include "catalog/rights_of.sql" %};
{% endif %}
{% for statement in [object] | drop_statements %}
{% if object.kind == "published_table" and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% include "catalog/published_table.sql" %}) THEN
    {{ statement }};
END IF;
{% else %}
{{ statement }};
{% endif %}
{% endfor %}
{% endfor %}
{% endif %}
