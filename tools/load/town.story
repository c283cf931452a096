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
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule
