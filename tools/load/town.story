# Who acts in a town under load; its cases are opened by `fvload found`. All persons are fictional.
title A town with many cases
clock 2026-03-02T08:00:00Z

organisation jugendamt YOUTH_OFFICE Jugendamt Dortmund
unit jhd-nord jugendamt JHD Nord
person adler jugendamt/jhd-nord CASE_WORKER Frau Adler
person specht jugendamt/jhd-nord CASE_WORKER Herr Specht
deputy adler specht
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
deputy wachtel zeisig
organisation traeger PROVIDER Haus Uferlos e.V.
person biber traeger PROVIDER_WORKER Herr Biber
organisation vormund OTHER Vormundschaftsverein Dortmund
person uhu vormund LEGAL_REPRESENTATIVE Frau Uhu
organisation notdienst EMERGENCY_SERVICE Notdienst Kinderschutz
person falke notdienst EMERGENCY_SERVICE Herr Falke
organisation klinik CLINIC KJP am Park
person reiher klinik CLINIC Frau Doktor Reiher
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule
