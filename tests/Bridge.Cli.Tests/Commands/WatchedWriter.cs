using System.Text;

namespace Bridge.Cli.Tests.Commands;

/// <summary>Keeps what is written, and tells when something has been. Safe across threads.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Wanted, TaskCompletionSource Found)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (_lock)
        {
            _text.Append(value);
            var text = _text.ToString();
            foreach (var (wanted, found) in _waiting)
            {
                if (text.Contains(wanted, StringComparison.Ordinal))
                {
                    found.TrySetResult();
                }
            }
        }
    }

    public Task HasAsync(string wanted)
    {
        lock (_lock)
        {
            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            if (_text.ToString().Contains(wanted, StringComparison.Ordinal))
            {
                found.SetResult();
            }

            return found.Task;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }
}
