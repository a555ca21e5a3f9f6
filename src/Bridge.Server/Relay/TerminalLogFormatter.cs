using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Bridge.Server.Relay;

/// <summary>
/// Log entries for the terminal, a line each: <c>warn: Category[3203] message</c>. Addresses, names and the words of exceptions may come from a
/// phone, so they are made inert.
/// </summary>
internal sealed class TerminalLogFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terminal";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var cause = logEntry.Exception is { } exception ? $" {exception}" : "";
        textWriter.WriteLine($"{Word(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {InertText.From(text + cause)}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
