using System.CommandLine;
using Bridge.Server.Storage.Postgres;

namespace Bridge.Cli.Running;

/// <summary>
/// The database that a relay keeps everything in. By the environment rather than the command line, which every user of the machine can read, where
/// the address has a password in it.
/// </summary>
internal static class DatabaseOption
{
    /// <summary>The variable that is asked where the option is not given.</summary>
    public const string Variable = "BRIDGE_DATABASE";

    // None of them repeats the address: it may hold a password.
    private const string NotPostgres = "takes an address that begins with postgres://.";

    /// <summary>The option, also by its first name.</summary>
    public static Option<string?> AddTo(Command command, string description)
    {
        var option = new Option<string?>("--database", "--journal")
        {
            Description = $"{description}: postgres://user:password@host/name, or in {Variable}. Default: the data folder.",
            HelpName = "address",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !PostgresLocation.Is(token.Value))
            {
                result.AddError($"--database {NotPostgres}");
            }
        });
        command.Options.Add(option);
        return option;
    }

    /// <summary>The address; null for the data folder.</summary>
    /// <exception cref="CommandFailedException">The variable has something else in it.</exception>
    public static string? Read(ParseResult arguments, Option<string?> option, Func<string, string?> environment)
    {
        if (arguments.GetValue(option) is { } given)
        {
            return given;
        }

        return environment(Variable) is not { Length: > 0 } variable ? null
            : PostgresLocation.Is(variable) ? variable
            : throw new CommandFailedException(ExitCodes.Usage, $"{Variable} {NotPostgres}");
    }
}
