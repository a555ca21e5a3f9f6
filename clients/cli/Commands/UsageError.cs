using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bridge.Cli.Commands;

/// <summary>What is wrong with a command line, in one sentence, and what was meant where that can be guessed.</summary>
internal static class UsageError
{
    private const int FarthestGuess = 2; // edits between what was typed and what may have been meant

    public static string Of(ParseResult parsed)
    {
        if ((MistypedOption.In(parsed) ?? (parsed.UnmatchedTokens is [var unmatched, ..] ? unmatched : null)) is not { } token)
        {
            return Missing(parsed.Errors[0], parsed.CommandResult.Command) ?? NotANumber(parsed.Errors[0]) ?? parsed.Errors[0].Message;
        }

        var command = parsed.CommandResult.Command;
        var option = token.StartsWith('-');
        var known = option
            ? command.Options.SelectMany(o => o.Aliases.Append(o.Name))
            : command.Subcommands.Select(c => c.Name);
        var typed = option ? token.Split('=')[0] : token;
        var nearest = known.MinBy(name => Distance(name, typed));
        var what = option ? "an option" : command.Subcommands.Count > 0 ? "a command" : "expected here";
        var guess = nearest is not null && Distance(nearest, typed) <= FarthestGuess ? $" Did you mean '{nearest}'?" : "";
        return $"'{token}' is not {what}{(option ? $" of '{command.Name}'" : "")}.{guess}";
    }

    // The parser says that something is missing, and neither what nor how to give it.
    private static string? Missing(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [] } => $"{option.Name} is without its {option.HelpName ?? "value"}.",
        ArgumentResult { Argument: var argument, Tokens: [] } when command is BridgeCommand { Examples: [var example, ..] } =>
            $"The {argument.HelpName ?? argument.Name} is missing. Give it as in: {example.Line}",
        _ => null,
    };

    // The parser says it with the name of a .NET type.
    private static string? NotANumber(ParseError error) =>
        error.SymbolResult is OptionResult { Option: var option, Tokens: [var token] } && !IsOf(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType, token.Value)
            ? $"{option.Name} takes a {(option.ValueType == typeof(double) ? "" : "whole ")}number, not '{token.Value}'."
            : null;

    private static bool IsOf(Type type, string text) =>
        type == typeof(int) ? int.TryParse(text, CultureInfo.InvariantCulture, out _)
        : type != typeof(double) || double.TryParse(text, CultureInfo.InvariantCulture, out _);

    // Levenshtein's, row by row.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
