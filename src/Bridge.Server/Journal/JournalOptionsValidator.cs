using Microsoft.Extensions.Options;

namespace Bridge.Server.Journal;

/// <summary>Reports every fault of the options at once.</summary>
internal sealed class JournalOptionsValidator : IValidateOptions<JournalOptions>
{
    private const long TiB = 1L << 40;

    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        var faults = new List<string>();
        Check(options.MaximumAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3_653), nameof(options.MaximumAge));
        Check(options.MaximumBytes, 1L << 20, TiB, nameof(options.MaximumBytes));
        Check(options.FreeDiskFloor, 0, TiB, nameof(options.FreeDiskFloor));
        Check(options.MaximumWaitingBytes, 1L << 20, 1L << 30, nameof(options.MaximumWaitingBytes));
        Check(options.RetentionInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.RetentionInterval));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check<T>(T value, T least, T most, string option)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                faults.Add($"Journal: {option} is {value}; it must be {least} to {most}.");
            }
        }
    }
}
