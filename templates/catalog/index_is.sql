{#- Whether an index is, as far as the schema can say it, the one of a guard. -#}
{%- set is_class_said %}{% if guard.class_places and guard.other_class_places %}(place IN ({{ guard.class_places }}) OR place IN ({{ guard.other_class_places }}) AND NOT opcdefault){% elif guard.class_places %}place IN ({{ guard.class_places }}){% elif guard.other_class_places %}place IN ({{ guard.other_class_places }}) AND NOT opcdefault{% endif %}{% endset %}
{%- set is_predicate_said %}{% if guard.has_predicate %}true{% endif %}{% endset %}
{%- set leaves_parts = false %}
{%- set has_parameters = guard.has_parameters %}
{%- if guard.is_open %}starts_with({% endif %}{% include "catalog/index_words.sql" %}{% if guard.is_open %}, {{ guard.words }}){% else %} = {{ guard.words }}{% endif %}