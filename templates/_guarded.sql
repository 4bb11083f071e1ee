{{ note -}}
IF {% block guard %}{% endblock %} THEN
{% filter indented %}{% block check %}{% endblock %}{% block statement %}{% endblock %}{% endfilter %}
END IF;
