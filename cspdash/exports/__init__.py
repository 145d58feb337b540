"""What a reader takes away from a panel: workbooks, pictures and citations of exactly what is drawn."""
