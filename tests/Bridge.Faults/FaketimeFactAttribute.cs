namespace Bridge.Faults;

/// <summary>A test that sets a relay's clock, which takes libfaketime.</summary>
internal sealed class FaketimeFactAttribute : FactAttribute
{
    public FaketimeFactAttribute()
    {
        if (SettableClock.Library is null)
        {
            Skip = "Sets a clock: install libfaketime.";
        }
    }
}
