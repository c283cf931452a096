# Who works in a house that is being broken. The load is made by tools/torture/load.py; here are only the people.
title The people of the kill test
clock 2026-03-02T08:00:00Z

organisation jugendamt YOUTH_OFFICE Jugendamt Dortmund
unit nord jugendamt JHD Nord
unit sued jugendamt JHD Sued
person adler jugendamt/nord CASE_WORKER Frau Adler
person specht jugendamt/nord CASE_WORKER Herr Specht
deputy adler specht
person amsel jugendamt/sued CASE_WORKER Frau Amsel
person star jugendamt/sued CASE_WORKER Herr Star
deputy amsel star
person habicht jugendamt/nord TEAM_LEAD Frau Habicht
organisation hagen YOUTH_OFFICE Jugendamt Hagen
unit mitte hagen ASD Mitte
person sommer hagen/mitte CASE_WORKER Frau Sommer
person drossel hagen/mitte CASE_WORKER Herr Drossel
deputy sommer drossel
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
deputy wachtel zeisig
organisation klinik CLINIC KJP am Park
person reiher klinik CLINIC Frau Doktor Reiher
person ibis klinik CLINIC Herr Ibis
organisation notdienst EMERGENCY_SERVICE Notdienst Kinderschutz
person falke notdienst EMERGENCY_SERVICE Herr Falke
organisation babylotsen PROVIDER Babylotsendienst am Klinikum
person meise babylotsen NAVIGATOR Frau Meise
person kleiber babylotsen NAVIGATOR Herr Kleiber
organisation buero PROVIDER Familienbuero Nord
person birke buero NAVIGATOR Frau Birke
person buche buero NAVIGATOR Herr Buche
organisation traeger PROVIDER Haus Uferlos e.V.
person biber traeger PROVIDER_WORKER Herr Biber
person otter traeger PROVIDER_WORKER Frau Otter
deputy biber otter
organisation kit CRISIS_TEAM KIT Dortmund
person dachs kit CRISIS_WORKER Frau Dachs
person iltis kit CRISIS_WORKER Herr Iltis
deputy dachs iltis
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule
