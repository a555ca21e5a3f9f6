using System.CommandLine;
using Bridge.Server.Relay;

namespace Bridge.Cli.Commands;

/// <summary>The option of a command that reads a data folder by itself.</summary>
internal static class DataOption
{
    public static Option<string?> AddTo(Command command)
    {
        var option = new Option<string?>("--data") { Description = "The data folder, as given to the relay. Default: your data folder.", HelpName = "folder" };
        NotEmpty.Require(option);
        command.Options.Add(option);
        return option;
    }

    public static string Folder(ParseResult arguments, Option<string?> option) => Path.GetFullPath(arguments.GetValue(option) ?? RelayFolders.DefaultData);
}
