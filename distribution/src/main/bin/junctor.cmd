@echo off
rem Junctor: finds its folder and a Java of 17 or newer, and runs the program.
setlocal
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:+UseSerialGC -Xms24m -Xmx128m -Xss512k -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=64m -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true -Dfile.encoding=UTF-8 %JUNCTOR_JAVA_OPTS% "-Djunctor.home=%HOME_DIR%" -cp "%HOME_DIR%\lib\*" org.junctor.cli.Main %*
exit /b %ERRORLEVEL%
