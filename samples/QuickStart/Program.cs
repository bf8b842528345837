using System.Globalization;

Console.WriteLine(CultureInfo.InvariantCulture.Name);
