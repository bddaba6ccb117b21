@echo off
rem The command junctor. JUNCTOR_JAVA_OPTS: options for Java, which win over those below; JAVA_HOME: which Java.
setlocal
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "JAVA_EXE=java.exe"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
"%JAVA_EXE%" -version >nul 2>&1
if errorlevel 1 (
    echo error: there is no Java; install Java 17 or newer, and set JAVA_HOME or PATH 1>&2
    exit /b 1
)
rem Who says how large the heap is gets the proportions that Java has.
set "HEAP=-Xms64m -Xmx128m -XX:NewSize=32m"
if defined JUNCTOR_JAVA_OPTS echo %JUNCTOR_JAVA_OPTS% | find "-Xmx" >nul && set "HEAP="
"%JAVA_EXE%" -XX:+UseSerialGC %HEAP% -Xss512k -XX:MetaspaceSize=64m -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=64m -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=40000 -XX:Tier4BackEdgeThreshold=120000 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Djava.awt.headless=true -Dfile.encoding=UTF-8 "-Djunctor.home=%HOME_DIR%" %JUNCTOR_JAVA_OPTS% -cp "%HOME_DIR%\lib\*" org.junctor.cli.Main %*
exit /b %ERRORLEVEL%
