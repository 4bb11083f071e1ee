{% block statement %}{% endblock %}
