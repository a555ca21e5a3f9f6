using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Bridge.Server.Relay;

/// <summary>
/// Log entries for the terminal, a line each: <c>warn: Category[3203] message</c>. Addresses, names and the words of exceptions may come from a
/// phone, so whatever a terminal would obey is blanked.
/// </summary>
internal sealed class TerminalLogFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terminal";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var cause = logEntry.Exception is { } exception ? $" {exception}" : "";
        textWriter.WriteLine($"{Word(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {Inert(text + cause)}");
    }

    /// <summary>On one line, with a space for each control and for each character that hides or reorders text.</summary>
    private static string Inert(string text) =>
        string.Create(text.Length, text, static (inert, original) =>
        {
            for (var i = 0; i < original.Length; i++)
            {
                inert[i] = IsActive(original[i]) ? ' ' : original[i];
            }
        });

    private static bool IsActive(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
