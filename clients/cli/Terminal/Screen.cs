using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Bridge.Cli.Terminal;

/// <summary>
/// Where a command writes: answers to standard output, everything said to a person about them to standard error. Colours only on a
/// terminal, and not with <c>NO_COLOR</c>. The cursor is never moved.
/// </summary>
internal sealed class Screen
{
    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;
    private readonly TextWriter _writer;

    public Screen(TextWriter output, TextWriter error, bool colours = false, int? width = null)
    {
        (_writer, Colours, Width) = (output, colours, width);
        _out = Create(output, colours, width);
        _error = Create(error, colours, width);
    }

    /// <summary>Whether escape sequences for colours may be written.</summary>
    public bool Colours { get; }

    /// <summary>The terminal's width in cells; null where the output isn't one.</summary>
    public int? Width { get; }

    /// <summary>The process's own output.</summary>
    public static Screen OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = utf8;
        }

        var terminal = !Console.IsOutputRedirected;
        var colours = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) &&
            Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Screen(
            new StreamWriter(OpenOutput(), utf8) { AutoFlush = true },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            colours,
            terminal && Console.WindowWidth > 0 ? Console.WindowWidth : null);
    }

    /// <summary>A line of an answer, as it is: for scripts. What comes from a device must be JSON or inert.</summary>
    public void WriteLine(string line = "") => _writer.WriteLine(line);

    /// <summary>Part of an answer, for people.</summary>
    public void Write(IRenderable renderable) => _out.Write(renderable);

    /// <summary>A sentence beside the answer.</summary>
    public void Say(string sentence) => _error.Write(new StyledLine().Add(sentence));

    /// <summary>Something went wrong.</summary>
    public void Complain(string sentence) => _error.Write(new StyledLine().Add(sentence, new Style(Color.Red)));

    // .NET's console stream swallows a broken pipe, and a watching command would never learn that its reader has gone: a plain
    // stream says so. It keeps an offset of its own, so a file, whose offset standard error may share, goes the usual way.
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var plain = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return plain.CanSeek ? Console.OpenStandardOutput() : plain;
    }

    private static IAnsiConsole Create(TextWriter writer, bool colours, int? width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width ?? 1000; // tables of a redirected output are not folded
        return console;
    }
}
