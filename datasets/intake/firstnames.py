"""Frequent first names in Germany, to tell names of persons from names of things."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
Achim Adam Adrian Agnes Ahmed Aleksandra Alexander Alexandra Alfred Ali Alina Amelie Amir Ana Andrea Andreas
Andrzej Angela Angelika Anita Anja Anke Anna Anne Annegret Annelie Anneliese Annette Annika Antje Anton
Antonia Armin Arne Arno Arthur Astrid August Aylin Ayşe Barbara Bastian Beate Ben Benedikt Benjamin Bernd
Bernhard Bert Berthold Bettina Birgit Björn Bodo Brigitte Britta Bruno Burkhard Carina Carl Carla Carmen
Carola Carolin Caroline Carsten Cem Charlotte Christa Christel Christian Christiane Christina Christine
Christoph Christopher Claudia Clemens Cornelia Dagmar Daniel Daniela David Dennis Detlef Diana Dieter Dietmar
Dietrich Dirk Dominik Dominique Doris Dorothea Eberhard Eckhard Edgar Edith Eduard Egon Elena Elias Elisabeth
Elke Ellen Elmar Elsa Emil Emilia Emily Emma Emre Engelbert Eric Erich Erik Erika Erna Ernst Erwin Esther
Eugen Eva Evelyn Fabian Fatih Fatma Felix Ferdinand Finn Florian Frank Franz Franziska Frederik Friederike
Friedhelm Friedrich Fritz Gabriele Georg Gerd Gerda Gerhard Gertrud Gisela Gregor Greta Gudrun Guido Gustav
Günter Günther Hannah Hannelore Hans Harald Harry Hartmut Hasan Heike Heiko Heiner Heinrich Heinz Helen Helena
Helga Helge Helmut Hendrik Henning Henri Henry Herbert Hermann Hildegard Holger Horst Hubert Hugo Ibrahim Ida
Ilse Ines Ingeborg Ingo Ingrid Irene Iris Irina Irmgard Isabel Isabella Ivan Jakob Jan Jana Janina Jannik
Jasmin Jens Jessica Jette Joachim Johann Johanna Johannes Jonas Jonathan Josef Joseph Juan Judith Julia Julian
Juliane Julius Jutta Jörg Jürgen Kai Karin Karl Karla Karsten Katharina Kathrin Katja Katrin Kerstin Kevin
Kilian Kirsten Klara Klaus Konrad Konstantin Kristin Kristina Kurt Käthe Lars Laura Lea Lena Leni Leo Leon
Leonie Levin Lia Liam Lina Linda Linus Lisa Lothar Louis Louisa Luca Lucas Ludger Ludwig Luis Luisa Luise
Lukas Lutz Lydia Magdalena Maike Maja Malte Mandy Manfred Manuel Manuela Marc Marcel Marco Marcus Mareike
Margarete Margit Margret Maria Marianne Marie Marina Mario Marion Mark Marko Markus Marlene Marlies Martha
Martin Martina Marvin Mathias Matthias Matthis Max Maximilian Mehmet Melanie Meike Mia Michael Michaela Michel
Mila Milan Miriam Mirko Mohamed Mohammed Monika Moritz Murat Mustafa Nadine Natalie Nele Nick Niclas Nico
Nicola Nicole Niklas Nils Nina Noah Nora Norbert Olaf Ole Olga Oliver Omar Oskar Oscar Otto Pascal Patricia
Patrick Paul Paula Pauline Peter Petra Philip Philipp Pia Piotr Rainer Ralf Ralph Raphael Regina Reiner
Reinhard Reinhold Renate Richard Rita Robert Robin Roland Rolf Roman Romy Ronald Rosa Rosemarie Roswitha Rudi
Rudolf Rupert Ruth Rüdiger Sabine Sabrina Samuel Sandra Sara Sarah Sascha Saskia Sebastian Selina Selma Sigrid
Silke Silvia Simon Simone Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Stephan Stephanie Susanne
Sven Svenja Sylvia Tanja Tatjana Theo Theodor Theresa Thomas Thorsten Tim Timo Tina Tobias Tom Torben Torsten
Udo Ulf Uli Ulrich Ulrike Ursula Ute Uwe Vanessa Vera Verena Veronika Viktor Viktoria Vincent Volker Waldemar
Walter Waltraud Werner Wiebke Wilfried Wilhelm Willi Winfried Wolfgang Wolfram Yannick Yasemin Yusuf Yvonne
Zeynep
"""
FIRST_NAMES: Final = frozenset(_NAMES.split())


def names_a_person(value: str) -> bool:
    """True for "Anna Meier", "Meier, Anna" and "Dr. Anna-Lena Meier"."""
    words = [word.strip(".,;") for word in value.replace("-", " ").split()]
    return 2 <= len(words) <= 6 and any(word in FIRST_NAMES for word in words)
