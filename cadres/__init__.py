"""Floor 2: units with their past names, cadres, appointments, influence periods."""
