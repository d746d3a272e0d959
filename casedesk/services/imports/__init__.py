"""The import: reads other systems' files by a mapping file and writes them as CaseDesk records."""
